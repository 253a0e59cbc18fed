internal import Synchronization

/// Wakes whoever waits for work; rung any number of times, it wakes once.
///
/// One at a time may wait.
public final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// A bell that nobody has rung.
    public init() {}

    /// Says that there is something to do.
    public func ring() {
        state.withLock { state in
            guard let waiter = state.waiter else { return state.isRung = true }
            state.waiter = nil
            waiter.resume()
        }
    }

    /// Waits until it rings, some time has passed, or the task is cancelled.
    func wait(atMost time: Duration) async {
        let timer = Task {
            // A timer that is stopped wakes nobody.
            do { try await Task.sleep(for: time) } catch { return }
            wake()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.isRung || Task.isCancelled {
                        state.isRung = false
                        continuation.resume()
                    } else {
                        state.waiter = continuation
                    }
                }
            }
        } onCancel: {
            wake()
        }
        timer.cancel()
    }

    private func wake() {
        state.withLock { state in
            state.waiter?.resume()
            state.waiter = nil
        }
    }
}
