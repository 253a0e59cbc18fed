extension English {
    static let queue = [
        "Zurückgestellt": "Put off", "Alles läuft.": "Everything is running.",
        "Eine Nachricht wird gerade gelesen.": "One message is being read.",
        "{1} Nachrichten werden gerade gelesen.": "{1} messages are being read.",
        "Seit {1} Minuten wartet eine Nachricht darauf, gelesen zu werden.": "A message has been waiting to be read for {1} minutes.",
        "Seit {1} Stunden kann etwas nicht hinausgehen.": "Something has not been able to leave for {1} hours.",
        "Eine Sendung war nicht zustellbar.": "One item could not be delivered.",
        "{1} Sendungen waren nicht zustellbar.": "{1} items could not be delivered.",
        "Angehalten ist „{1}“: Von dort kommt nichts.": "“{1}” is paused: nothing comes from there.",
        "Die Vertrauensliste galt bis zum {1}: Neuere Unterschriften bleiben ungeprüft.":
            "The trust list was valid until {1}: later signatures remain unchecked.",
        "Der Speicher ist fast voll.": "The storage is almost full.",
        "Nummer, Name, Geburtsdatum oder Betreff": "Number, name, day of birth or subject", "Eingrenzen": "Narrow down",
        "Art": "Kind", "Abteilung": "Department", "Wessen": "Whose", "Frist bis": "Due by", "Geprüft": "Verified", "Zeigen": "Show",
        "Alle zeigen": "Show all", "alle Arten": "all kinds", "alle Abteilungen": "all departments", "alle": "all", "meine": "mine",
        "die noch niemand hat": "nobody's", "egal": "either", "Absender bestätigt": "sender confirmed",
        "Absender nicht bestätigt": "sender not confirmed", "Dazu gibt es keinen Vorgang.": "No case is found by that.",
        "Bei wem": "Whose", "Seiten": "Pages", "Zum Anfang": "To the beginning", "Weitere": "More",
        "Neues eingegangen": "something new came in", "Zurückgestellt bis {1}": "put off until {1}", "seit heute": "since today",
        "Im Augenblick melden sich viele an. Bitte versuchen Sie es gleich noch einmal.":
            "Many people are logging in at the moment. Please try again in a moment.",
    ]
}
