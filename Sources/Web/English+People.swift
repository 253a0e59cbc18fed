extension English {
    /// The pages of administrators and auditors.
    static let people = [
        "Konten": "Accounts", "alle Behörden": "all offices", "Rolle": "Role", "Behörde": "Office", "gesperrt bis": "locked until",
        "Ändern": "Change", "Konto löschen": "Remove account", "Neues Kennwort": "New password",
        "Kennwort setzen und überall abmelden": "Set password and log out everywhere", "Neues Konto": "New account",
        "Kennwort, mindestens 12 Zeichen": "Password, at least 12 characters", "Anlegen": "Create",
        "Was an Konten geändert wurde": "What was changed about accounts", "Sachbearbeitung": "Clerk",
        "Formulargestaltung": "Form designer",
        "Verwaltung der Konten": "Administrator", "Revision": "Auditor", "Ereignisse": "Events", "von selbst": "by itself", "Wann": "When",
        "Was": "What", "Wer": "Who", "Ältere": "Older", "Es ist noch nichts geschehen.": "Nothing has happened yet.",
        "Die Kette der Ereignisse stimmt: Es ist nichts nachträglich geändert.":
            "The chain of events holds: nothing was changed afterwards.",
        "Die Kette der Ereignisse stimmt nicht. Bitte lassen Sie „eingang audit verify“ laufen.":
            "The chain of events does not hold. Please run “eingang audit verify”.",
        "Ihr eigenes Konto ändert jemand anderes, damit Sie sich nicht aussperren.":
            "Somebody else changes your own account, so that you cannot shut yourself out.",
        "Ein Name hat 1 bis 64 Zeichen und keine Leerzeichen am Rand.": "A name has 1 to 64 characters and no spaces at its ends.",
        "Ein Konto mit diesem Namen gibt es schon.": "There is an account of this name already.",
        "Ein Kennwort hat mindestens 12 Zeichen, am besten mehrere Wörter.": "A password has at least 12 characters, best several words.",
        "Konto geändert": "account changed", "gelöscht": "removed",
    ]
}
