if let evaluation = Evaluation(CommandLine.arguments) {
    try evaluation.run()
} else {
    print(
        "usage: AskEvaluation CORPUS QUESTIONS [--within] [--instead FILE] [--misses] [--rows FILE] [--together N [--foreign CORPUS]]"
    )
}
