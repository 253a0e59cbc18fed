import Foundation
import TestSupport
import Testing

/// Uploads that come at the same moment with the same key.
struct UploadKeyTests {
    @Test func `of two uploads at once with one key and other bytes one is refused, and nothing of it is kept`() async throws {
        let folder = Place.temporary()
        try Data("geheim".utf8).write(to: folder.appendingPathComponent("kennwort"))
        let village = try Village(sources: "portal: { http: { tokenFile: kennwort } }", in: folder)
        try await village.ready()
        let script = """
            import http.client, json, sys, threading
            port, answers = int(sys.argv[1]), []
            def post(key, text, barrier):
                connection = http.client.HTTPConnection("127.0.0.1", port)
                connection.connect()
                barrier.wait()
                connection.request("POST", "/v1/submissions/portal", text, {"Authorization": "Bearer geheim", "Idempotency-Key": key})
                answer = connection.getresponse()
                answers.append((key, answer.status, json.loads(answer.read()).get("number")))
            for key in map(str, range(20)):
                barrier = threading.Barrier(3)
                texts = [f"From: a@example.org\\nSubject: {key} {side}\\n\\nGuten Tag.\\n" for side in "aab"]
                threads = [threading.Thread(target=post, args=(key, text, barrier)) for text in texts]
                for thread in threads: thread.start()
                for thread in threads: thread.join()
                own = [answer for answer in answers if answer[0] == key]
                print(json.dumps({"statuses": sorted(answer[1] for answer in own), "numbers": len({a[2] for a in own if a[2]})}))
            """
        let run = try Run("/usr/bin/python3", ["-c", script, "\(village.http)"])
        let answers = try run.objects
        #expect(answers.count == 20, "\(run.errors)")
        for answer in answers {
            let statuses = answer["statuses"] as? [Int]
            #expect(statuses == [201, 201, 409] || statuses == [201, 409, 409], "\(answer)")
            #expect(answer["numbers"] as? Int == 1)
        }
        try await wait("the cases") { try village.cases().count >= 20 }
        #expect(try village.service.tell("sources", "drain", "portal", office: "office").status == 0)
        #expect(try village.cases().count == 20, "a refused upload leaves no case")
        #expect(village.service.stop() == 0)
        #expect(try Run.eingang("audit", "verify", "--store", village.service.store).status == 0)
    }
}
