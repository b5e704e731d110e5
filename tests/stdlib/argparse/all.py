import argparse
p = argparse.ArgumentParser(prog="tool", description="Does it.")
p.add_argument("name"); p.add_argument("-n", "--number", type=int, default=3, help="how many"); p.add_argument("--flag", action="store_true")
print(p.parse_args(["x", "-n", "5", "--flag"])); p.print_help()
