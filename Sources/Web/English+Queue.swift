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
        "PDF-Formular mit {1} Feldern (Kennung {2})": "PDF form with {1} fields (mark {2})",
        "XML-Datei mit der Wurzel „{1}“": "XML file with the root “{1}”", "PDF-Datei ohne Text": "PDF file without text",
        "PDF-Datei, die mit „{1}“ beginnt": "PDF file that begins with “{1}”",
        "PDF-Datei, die sich nicht öffnen lässt": "PDF file that cannot be opened", "Scan ohne lesbaren Text": "Scan without text",
        "Foto": "Photo", "Datei ({1})": "File ({1})", "E-Mail ohne Betreff": "E-mail without a subject",
        "E-Mail mit dem Betreff „{1}“": "E-mail with the subject “{1}”", "selbst erkennen": "find out",
        "{1} gelesen, davon {2} jetzt erkannt.": "{1} read, {2} of them recognised now.", "Was gleich aussieht": "What looks alike",
        "Wie viele": "How many", "Aussehen": "Looks like", "Seit": "Since", "Alle lesen": "Read all",
        "Als welches Formular": "As which form", "{1} neu lesen": "Read {1} again", "Neu lesen": "Read again",
        "Nicht erkannt": "Not recognised", "Nicht erkannt:": "Not recognised:", "Die erste Nachricht ist": "The first message is",
        "Der Vorgang ist abgeschlossen. Nehmen Sie ihn erst wieder auf.": "The case is closed. Please reopen it first.",
        "Alle Nachrichten des Vorgangs werden mit den Formularen gelesen, wie sie jetzt sind. Der Eingang bleibt, wie er ist, und was Sie berichtigt haben, auch.":
            "All messages of the case are read with the forms as they are now. When they were received stays as it is, and so does what you corrected.",
        "Es kommt dasselbe heraus; nichts wurde geändert.": "The same comes out; nothing was changed.",
        "Hier läuft kein Leseprozess.": "No reader runs here.",
        "Im Augenblick melden sich viele an. Bitte versuchen Sie es gleich noch einmal.":
            "Many people are logging in at the moment. Please try again in a moment.",
    ]
}
