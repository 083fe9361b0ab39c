import TestSupport
import Testing

/// The register of commitments, as it is asked for.
@Suite struct RegisterTests {
    @Test func `what is past its day has expired, unless a result says that it was met`() throws {
        let documents = try WatchedDocuments()
        try documents.write(
            """
            # Water Plan

            ## Measures

            The council will publish a report on drinking water wells by 31 December 2019.

            The council will replace the lead pipes of every school by 31 December 2019.

            The council will plant a forest along the river by 31 December 2099.

            ## Results achieved

            The council has published a report on drinking water wells.

            """, to: "plan.md")
        let daemon = try documents.start()
        let client = try DaemonClient(daemon)
        try client.call("Sync")
        let found = try client.objects("commitments", of: "Commitments")
        let past = found.filter { $0["due"] as? String == "2019-12-31" }
        #expect(past.map { $0["reported"] as? Bool } == [true, nil])
        let lines = try daemon.policyctl("commitments").text.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.contains("expired") }.count == 1)
        #expect(lines.contains { $0.contains("reported") && $0.contains("wells") })
        #expect(lines.contains { $0.contains("expired") && $0.contains("pipes") })
        #expect(lines.contains { $0.contains("2099-12-31") && $0.contains("active") })
        let due = try client.objects("commitments", of: "Commitments", ["due_before": "2020-06-01"])
        #expect(due.map { $0["reported"] as? Bool } == [true, nil])
        // Held against the day that is asked about, and told in an answer too.
        #expect(try !daemon.policyctl("commitments", "--due-before", "2020-06-01").text.contains("active"))
        let answer = try daemon.policyctl("ask", "What must be done by the end of 2019?").text
        #expect(answer.contains("expired") && answer.contains("reported"), "\(answer)")
    }
}
