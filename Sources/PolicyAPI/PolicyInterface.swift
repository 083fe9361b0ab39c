private import CInterface
package import Varlink

/// The interface that policyd serves and policyctl speaks.
package enum PolicyInterface {
    package static let name = "org.policyd"

    /// The definition as it stands in `org.policyd.varlink`.
    package static let text = String(
        decoding: UnsafeBufferPointer(start: cinterface_bytes(), count: cinterface_count()), as: UTF8.self)

    /// The definition, read.
    package static let description: InterfaceDescription = {
        do throws(InterfaceSyntaxError) {
            return try InterfaceDescription(parsing: text)
        } catch {
            preconditionFailure("org.policyd.varlink: \(error)")
        }
    }()
}
