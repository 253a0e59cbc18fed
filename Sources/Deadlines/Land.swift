/// A German Land by its ISO 3166-2 code without `DE-`.
public enum Land: String, Sendable, Codable, CaseIterable {
    /// Baden-Württemberg.
    case bw = "BW"
    /// Bayern.
    case by = "BY"
    /// Berlin.
    case be = "BE"
    /// Brandenburg.
    case bb = "BB"
    /// Bremen.
    case hb = "HB"
    /// Hamburg.
    case hh = "HH"
    /// Hessen.
    case he = "HE"
    /// Mecklenburg-Vorpommern.
    case mv = "MV"
    /// Niedersachsen.
    case ni = "NI"
    /// Nordrhein-Westfalen.
    case nw = "NW"
    /// Rheinland-Pfalz.
    case rp = "RP"
    /// Saarland.
    case sl = "SL"
    /// Sachsen.
    case sn = "SN"
    /// Sachsen-Anhalt.
    case st = "ST"
    /// Schleswig-Holstein.
    case sh = "SH"
    /// Thüringen.
    case th = "TH"
}
