import Testing

@testable import Web

/// Names of downloads: made of what a message says, harmless everywhere.
struct FileNameTests {
    @Test(arguments: [
        ("Antrag.pdf", "Antrag.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Windows\\system32\\a.txt", "a.txt"), ("..", "datei"),
        ("", "datei"),
        (".bashrc", "bashrc"), ("a\u{0}b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"), ("\u{202E}fdp.exe", "fdp.exe.datei"),
        ("rechnung.pdf.exe", "rechnung.pdf.exe.datei"), ("seite.HTML", "seite.HTML.datei"), ("bild.svg", "bild.svg.datei"), ("CON", "_CON"),
        ("nul.txt", "_nul.txt"), ("aux .pdf", "_aux.pdf"), ("COM1.tar.gz", "_COM1.tar.gz"), ("LPT¹.pdf", "LPT_.pdf"),
        ("Konto.pdf", "Konto.pdf"),
        ("a\"b;c.pdf", "a_b_c.pdf"), ("$(reboot)`x`.pdf", "_(reboot)_x_.pdf"), ("punkt.pdf. . .", "punkt.pdf"),
        ("a%2F..%2Fb.pdf", "a_2F.._2Fb.pdf"),
        ("Größe.pdf", "Größe.pdf"), ("договор.pdf", "договор.pdf"), ("a\u{FEFF}\u{200B}b.pdf", "ab.pdf"), ("-rf.pdf", "-rf.pdf"),
        ("~", "_"),
        ("a:b.pdf:$DATA", "a_b.pdf__DATA"), ("💣.pdf", "_.pdf"),
    ])
    func `a name does no harm`(foreign: String, safe: String) {
        #expect(FileName(foreign).text == safe)
        #expect(FileName(FileName(foreign).text).text == safe || safe.hasSuffix(".datei"))
    }

    @Test func `a long name is cut and keeps its ending`() {
        for name in [
            String(repeating: "a", count: 300) + ".pdf", String(repeating: "ä", count: 300) + ".pdf",
            String(repeating: "👨‍👩‍👧‍👦", count: 99) + ".pdf",
        ] {
            #expect(FileName(name).text.utf8.count <= 150 && FileName(name).text.hasSuffix(".pdf"))
        }
        #expect(FileName("a." + String(repeating: "b", count: 300)).text.utf8.count <= 150)
    }

    @Test func `the header is ASCII, and says the name in full`() {
        #expect(
            FileName("Größe (2).pdf").disposition
                == "attachment; filename=\"Groesse (2).pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%282%29.pdf"
        )
        #expect(FileName("договор.pdf").disposition.hasPrefix("attachment; filename=\"_______.pdf\"; filename*=UTF-8''%D0%B4"))
        for name in ["a\"b", "a\\b", "a\r\nb", "\u{202E}x", "ä"] {
            #expect(FileName(name).disposition.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        }
    }
}
