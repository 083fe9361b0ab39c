evaluate()
