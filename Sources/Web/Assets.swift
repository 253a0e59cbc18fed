internal import Foundation
internal import Vocabulary

/// What pages load: how they look, and what makes them quick to use by keys.
enum Assets {
    /// The style of all pages.
    static let style = String(decoding: PackageResources.desk_css, as: UTF8.self)
    /// The script of all pages; everything works without it.
    static let script = String(decoding: PackageResources.desk_js, as: UTF8.self)
    /// The digest of the script as browsers compare it (Subresource Integrity), so that no other one ever runs.
    static let scriptHash = "sha256-" + Data(Digest(of: script.utf8).bytes).base64EncodedString()
    /// The picture in the tab of the browser.
    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b57a4"/>\
        <path d="M3 4h10v8H3zM3 4l5 5 5-5" fill="none" stroke="#fff" stroke-width="1.3"/></svg>
        """
}
