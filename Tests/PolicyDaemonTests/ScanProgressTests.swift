import Testing

@testable import PolicyDaemon

/// What a long scan says of itself.
@Suite struct ScanProgressTests {
    private func step(_ documents: Int, of batch: Int, waiting: Int, seconds: Int) -> ScanProgress.Step {
        ScanProgress.Step(
            documents: documents, of: batch, waiting: waiting, bytes: documents * 20_000,
            elapsed: .seconds(seconds))
    }

    @Test func `batches of one scan are counted together`() {
        var progress = ScanProgress()
        var now = ContinuousClock.now
        func line(_ step: ScanProgress.Step) -> String? {
            now += ScanProgress.interval
            return progress.line(step, passages: 7, now: now)
        }
        #expect(
            line(step(1000, of: 4000, waiting: 6000, seconds: 10))
                == "scanning: 1000 of 10000 documents, 7 passages, 2.0 MB/s, about 90 s left")
        #expect(
            line(step(4000, of: 4000, waiting: 6000, seconds: 40))
                == "scanning: 4000 of 10000 documents, 7 passages, 2.0 MB/s, about 60 s left")
        #expect(
            line(step(1000, of: 4000, waiting: 2000, seconds: 10))
                == "scanning: 5000 of 10000 documents, 7 passages, 2.0 MB/s, about 50 s left")
        _ = line(step(4000, of: 4000, waiting: 2000, seconds: 40))
        #expect(
            line(step(2000, of: 2000, waiting: 0, seconds: 20))
                == "scanning: 10000 of 10000 documents, 7 passages, 2.0 MB/s, about 0 s left")
        // The next scan begins anew.
        #expect(
            line(step(100, of: 200, waiting: 0, seconds: 1))
                == "scanning: 100 of 200 documents, 7 passages, 2.0 MB/s, about 1 s left")
    }

    @Test func `it is told no more often than the interval, and the batches in between count`() {
        var progress = ScanProgress()
        let start = ContinuousClock.now
        #expect(progress.line(step(10, of: 20, waiting: 20, seconds: 1), passages: 0, now: start) != nil)
        #expect(progress.line(step(20, of: 20, waiting: 20, seconds: 2), passages: 0, now: start) == nil)
        let later = start + ScanProgress.interval
        let told = progress.line(step(10, of: 20, waiting: 0, seconds: 1), passages: 0, now: later)
        #expect(told?.hasPrefix("scanning: 30 of 40 documents") == true)
    }
}
