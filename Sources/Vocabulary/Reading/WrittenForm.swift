/// What is known of the written form (Schriftform) beside the table of its means.
public enum WrittenForm {
    /// The last day on which a confirmed De-Mail met the written form.
    ///
    /// It was struck from § 3a Abs. 3 VwVfG and § 36a Abs. 2a SGB I between 5 May and 19 July 2026; the office sets the day
    /// (`demail.formEffectUntil`). Without it the last day that is certain counts: to ask once too often loses nothing.
    public static let certainLastDay = CalendarDate(iso: "2026-05-04")
}
