import ast
print(ast.dump(ast.parse("x = a + 1\nf(*b)"), indent=1)); print(ast.unparse(ast.parse("if a:\n  b = lambda x: (x, 1)")), ast.literal_eval("{'a': [1, (2,)]}"))
