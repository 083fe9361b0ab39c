internal import Glibc
internal import PolicyDaemon

exit(Program.run(Array(CommandLine.arguments.dropFirst())))
