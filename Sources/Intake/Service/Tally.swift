internal import Synchronization

/// Counts what happens, for whoever watches over the service (Prometheus text format 0.0.4).
///
/// Nothing in it is about a person: names of offices, sources and outcomes.
public final class Tally: Sendable {
    private struct Series: Hashable {
        var name: String
        var labels: String
    }

    private struct Histogram {
        var buckets = [Int](repeating: 0, count: Tally.bounds.count)
        var (count, sum) = (0, 0.0)
    }

    private struct Counts {
        var counters: [Series: Int] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    private static let bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
    private let counts = Mutex(Counts())

    /// Nothing has happened yet.
    public init() {}

    func count(_ name: String, _ labels: [String: String]) {
        counts.withLock { $0.counters[Series(name: name, labels: Self.written(labels)), default: 0] += 1 }
    }

    func observe(_ name: String, _ labels: [String: String], seconds: Double) {
        counts.withLock { counts in
            let series = Series(name: name, labels: Self.written(labels))
            var histogram = counts.histograms[series] ?? Histogram()
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { histogram.buckets[index] += 1 }
            histogram.count += 1
            histogram.sum += seconds
            counts.histograms[series] = histogram
        }
    }

    /// Everything counted, and values of this moment.
    ///
    /// - Parameter gauges: names with values.
    /// - Returns: the text of a page of metrics.
    public func text(gauges: [(name: String, help: String, value: Double)]) -> String {
        var lines: [String] = []
        counts.withLock { counts in
            let byName = Dictionary(grouping: counts.counters, by: \.key.name)
            for (name, entries) in byName.sorted(by: { $0.key < $1.key }) {
                lines.append("# TYPE \(name) counter")
                for (series, count) in entries.sorted(by: { $0.key.labels < $1.key.labels }) {
                    lines.append("\(name){\(series.labels)} \(count)")
                }
            }
            for (series, histogram) in counts.histograms.sorted(by: { $0.key.labels < $1.key.labels }) {
                let name = series.name
                if !lines.contains("# TYPE \(name) histogram") { lines.append("# TYPE \(name) histogram") }
                for (bound, count) in zip(Self.bounds, histogram.buckets) {
                    lines.append("\(name)_bucket{\(series.labels),le=\"\(bound)\"} \(count)")
                }
                lines.append("\(name)_bucket{\(series.labels),le=\"+Inf\"} \(histogram.count)")
                lines.append("\(name)_sum{\(series.labels)} \(histogram.sum)")
                lines.append("\(name)_count{\(series.labels)} \(histogram.count)")
            }
        }
        for gauge in gauges {
            lines += ["# HELP \(gauge.name) \(gauge.help)", "# TYPE \(gauge.name) gauge", "\(gauge.name) \(gauge.value)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func written(_ labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }.map { key, value in
            "\(key)=\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
        }.joined(separator: ",")
    }
}
