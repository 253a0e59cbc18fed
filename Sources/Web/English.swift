/// The desk's sentences in English, by the German ones.
enum English {
    static let words = [frame, lists, queue, cases, letters, refusals, people].reduce(into: [:]) { all, part in all.merge(part) { $1 } }

    private static let frame = [
        "Abmelden": "Log out", "Anmelden": "Log in", "Kennwort": "Password", "Name": "Name", "Zum Inhalt": "Skip to content",
        "Zur Übersicht": "To the overview", "Das ging nicht": "That did not work", "Nicht möglich": "Not possible",
        "Brotkrumen": "Breadcrumbs",
    ]

    private static let lists = [
        "Ansehen": "To review", "Schreiben": "Letters", "Warten auf Antwort": "Waiting for an answer", "Vollständig": "Complete",
        "Alle": "All",
        "Listen": "Lists", "Liste": "List", "Suchen": "Search",
        "Hier wartet nichts.": "Nothing is waiting here.",
        "Erledigt:": "Done:", "Schreiben, die auf jemanden warten": "Letters waiting for somebody", "Vorgang": "Case", "Vorgänge": "Cases",
        "Betreff": "Subject", "An": "To", "Stand": "State", "Nummer": "Number", "Worum es geht": "About", "Absender": "Sender",
        "Eingang": "Received", "Warum hier": "Why here", "nicht zustellbar": "undeliverable",
        "Entwurf": "Draft",
        "keine Adresse, mit der Post": "no address, by post", "nicht erkannt": "not recognised", "unbekannt": "unknown",
        "Frist endet heute": "due today", "Frist endet morgen": "due tomorrow", "Frist endet in {1} Tagen": "due in {1} days",
        "Frist war am {1}": "was due on {1}", "heute eingegangen": "received today", "seit gestern": "since yesterday",
        "seit {1} Tagen": "for {1} days", "neu": "new", "ansehen": "to review", "Rückfrage": "question to the citizen",
        "nachgefordert": "asked",
        "erinnert": "reminded", "vollständig": "complete", "übergeben": "handed over", "versagt": "refused",
        "kein Antrag": "no application",
    ]

    private static let cases = [
        "Für Formulargestalter": "For form designers", "Testfall herunterladen": "Download the test case",
        "Dieser Vorgang als Testfall, mit erfundenen Angaben statt der persönlichen. Bitte sehen Sie ihn durch, bevor Sie ihn weitergeben.":
            "This case as a test case, with invented values in place of the personal ones. Please look through it before you pass it on.",
        "Stand:": "State:", "von": "from", "Frist bis": "due by", "Bei der ersten Behörde:": "At the first authority:",
        "Abteilung:": "Department:",
        "Ihr Vorgang.": "Your case.", "Vorgang von": "Case of", "Zurückgestellt bis": "Put off until",
        "Kein Formular erkannt": "No form recognised",
        "Wie die Frist berechnet ist": "How the period is computed", "Auch geöffnet bei: {1}": "Also open at: {1}",
        "{1} (seit {2})": "{1} (since {2})",
        "Von derselben Person gibt es schon den Vorgang": "The same person has the case", "Prüfprotokoll": "Validation report",
        "Prüfprotokoll zu {1}": "Validation report on {1}", "Das Original": "The original", "1 offener Punkt": "1 open point",
        "{1} offene Punkte": "{1} open points", "1 weitere Angabe": "1 more value",
        "{1} weitere Angaben": "{1} more values", "Das gilt": "This one", "Eintragen": "Enter",
        "Stimmt so": "Correct as read",
        "Fehlt": "Missing", "Trifft nicht zu": "Not applicable", "Grund": "Reason", "Bitte selbst ansehen": "Please look yourself",
        "Wenn Sie die Nachricht gelesen haben und die Angaben stimmen, wählen Sie unten „Geprüft, weiter“.":
            "When you have read the message and the values are right, choose “Checked, go on” below.",
        "Antworten auf Rückfragen": "Answers to questions", "Angabe": "Value", "vorher": "before", "gefragt": "asked", "Antwort": "answer",
        "nichts": "nothing", "Woher": "Where from", "berichtigen": "correct", "Vorher:": "Before:", "Eine Angabe ergänzen": "Add a value",
        "Feld": "Field", "Entwurf des Schreibens": "Draft of the letter", "Lesen, ändern, senden": "Read, change, send",
        "Er wächst mit dem, was Sie als fehlend vermerken. So ginge er hinaus:":
            "It grows with what you mark as missing. It would leave like this:",
        "Was auffiel": "Findings", "Was geschah": "What happened", "Fehler": "Error", "Achtung": "Attention", "Hinweis": "Note",
        "Entscheiden": "Decide", "Datensatz übergeben": "Hand over the record", "Übergabe zurückholen": "Take the handover back",
        "Geprüft, weiter": "Checked, go on", "Neues angesehen": "Seen", "Zurücknehmen": "Undo", "Wiederherstellen": "Redo",
        "Abgeben": "Give back", "Übernehmen": "Take", "Versagen (§ 66 SGB I)": "Refuse (§ 66 SGB I)", "Wieder aufnehmen": "Reopen",
        "Jetzt vorlegen": "Take up now", "Zurückstellen": "Put off", "Bis zum": "Until", "Kein Antrag": "No application",
        "Der Vorgang wird abgelegt. Niemand bekommt eine Antwort.": "The case is set aside. Nobody gets an answer.", "Ablegen": "Set aside",
        "Nächster Vorgang": "Next case", "gelesen": "read", "beantwortet": "answered", "von Hand": "by hand", "unsicher": "unsure",
        "ungültig": "invalid", "widersprüchlich": "conflicting", "fehlt": "missing", "trifft nicht zu": "not applicable",
        ", Seite {1}": ", page {1}", ", Zeile {1}": ", line {1}", ", Regel {1}": ", rule {1}", "{1}, Seite {2}": "{1}, page {2}",
        "Dokumente": "Documents", "Seite": "Page", "herunterladen": "download", "Nachricht": "Message",
        "Seiten als Text lesen": "Read the pages as text",
        "Fundstellen auf Seite": "Places on page", "Ausschnitt der Seite": "Part of the page", "Inzwischen geändert": "Changed meanwhile",
        "Der Vorgang ist nicht mehr so, wie Sie ihn geöffnet hatten. Es ist nichts überschrieben.":
            "The case is not what it was when you opened it. Nothing was overwritten.",
        "Zuletzt war daran:": "Last changed by:", "als Sie die Seite öffneten": "when you opened the page", "jetzt": "now",
        "An den Angaben hat sich nichts geändert.": "No value has changed.", "Ihre Eingabe:": "What you entered:",
        "Trotzdem eintragen": "Enter it anyway", "Zum Vorgang, wie er jetzt ist": "To the case as it is now",
        "eingegangen": "received", "ausgelesen": "read", "entschieden": "decided", "neu ausgelesen": "read again",
        "berichtigt": "corrected",
        "freigegeben": "released", "verworfen": "discarded", "noch einmal auf den Weg gebracht": "sent on its way again",
        "Eingang bei der ersten Behörde vermerkt": "receipt by the first authority noted", "hinausgegangen": "sent",
        "nicht zugestellt": "not delivered", "Frist abgelaufen": "period over",
        "von der Fachanwendung angenommen": "accepted by the back office",
        "von der Fachanwendung zurückgegeben": "returned by the back office", "angesehen": "seen", "wieder aufgenommen": "reopened",
        "abgelegt, kein Antrag": "set aside, no application", "Berichtigung zurückgenommen": "correction undone",
        "Berichtigung wiederhergestellt": "correction redone", "Freigabe zurückgenommen": "release taken back", "zugewiesen": "assigned",
        "zurückgestellt": "put off",
    ]

    private static let letters = [
        "Schreiben zu {1}": "Letter about {1}", "Konnte nicht zugestellt werden:": "Could not be delivered:",
        "Die Adresse, von der die Nachricht kam. Ohne Adresse geht das Schreiben mit der Post.":
            "The address the message came from. Without an address the letter goes by post.",
        "Text, wie er hinausgeht": "Text as it leaves", "Anlagen:": "Enclosures:", "Freigeben und senden": "Release and send",
        "Noch einmal versuchen": "Try again", "Ging mit der Post": "Went by post", "Verwerfen": "Discard", "Zurückholen": "Take back",
        "offene E-Mail": "open e-mail", "wird gesendet": "being sent", "gesendet": "sent", "gesendet am {1}": "sent on {1}",
        "überholt": "superseded",
        "Übergabe an die Fachanwendung": "Handover to the back office", "Anforderung von Unterlagen": "Request for documents",
        "eilige Rückfrage zur Schriftform": "Urgent question about the written form",
        "Bitte um lesbare Dateien": "Request for readable files",
        "Eingangsbestätigung": "Receipt", "Erinnerung": "Reminder",
    ]

    private static let refusals = [
        "Diese Seite gibt es nicht.": "There is no such page.", "Bitte melden Sie sich an.": "Please log in.",
        "Diese Seite wird anders aufgerufen.": "This page is called in another way.",
        "Das dürfen Sie mit Ihrem Konto nicht sehen oder tun.": "Your account may not see or do that.",
        "Name oder Kennwort stimmt nicht.": "Name or password is wrong.",
        "Das Kennwort war zu oft falsch. Bitte versuchen Sie es nach {1} wieder.":
            "The password was wrong too often. Please try again after {1}.",
        "Bitte nennen Sie den Grund, warum es nicht zutrifft.": "Please give the reason why it does not apply.",
        "Bitte nennen Sie einen Tag nach heute.": "Please give a day after today.",
        "Diese Angabe lässt sich nicht übernehmen. Bitte tragen Sie sie ein.": "This value cannot be taken over. Please enter it.",
        "Dieses Feld lässt sich hier nicht berichtigen.": "This field cannot be corrected here.",
        "Es gibt nichts mehr zurückzunehmen.": "There is nothing left to undo.",
        "Hier wurde nichts gelesen, was stimmen könnte.": "Nothing was read here that could be right.",
        "Zu diesem Vorgang gibt es keinen Datensatz.": "This case has no record.",
        "Es steht nichts da. Wenn es nichts gibt, wählen Sie „Fehlt“ oder „Trifft nicht zu“.":
            "Nothing is entered. If there is nothing, choose “Missing” or “Not applicable”.",
        "Das geht im Augenblick nicht. Es ist nichts verloren; bitte versuchen Sie es gleich noch einmal.":
            "That is not possible at the moment. Nothing is lost; please try again shortly.",
        "Die Anfrage kam nicht von einer Seite dieses Arbeitsplatzes. Bitte gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.":
            "The request did not come from a page of this desk. Please go back, reload the page and try again.",
        "Jemand anderes hat inzwischen etwas daran geändert. Es ist nichts überschrieben. Bitte gehen Sie zurück und laden Sie die Seite neu.":
            "Somebody else has changed it meanwhile. Nothing was overwritten. Please go back and reload the page.",
    ]
}
