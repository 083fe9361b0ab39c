/// The version of both programs: semantic, and the promise covers commands, messages, digests, interface and schema.
package let programVersion = "0.1.0"
