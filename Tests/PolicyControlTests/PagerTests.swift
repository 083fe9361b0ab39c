import Testing

@testable import PolicyControl

/// Which pager is run; that it is, is seen by the checks of what people read, on a terminal of their own.
@Suite struct PagerTests {
    @Test(
        arguments: [
            (["POLICYCTL_PAGER": "more", "PAGER": "most"], "more"), (["PAGER": "most -s"], "most -s"),
            (["POLICYCTL_PAGER": "cat", "PAGER": "most"], nil), (["PAGER": ""], nil),
            (["PATH": "/nowhere"], nil),
        ] as [([String: String], String?)])
    func `the environment chooses the pager, or none`(environment: [String: String], command: String?) {
        #expect(Pager.command { environment[$0] } == command)
    }
}
