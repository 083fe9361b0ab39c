import Foundation

exit(runBenchmarks(CommandLine.arguments))
