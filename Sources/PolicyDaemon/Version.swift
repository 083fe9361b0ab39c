/// The version of the programs: semantic, and the promise covers commands, messages, digests, interface and schema.
package let policydVersion = "0.1.0"
