"""Prints a code block of a page: `block.py PAGE LANGUAGE NUMBER`. So that what docs/ tells people to copy is what is tried."""

import re
import sys

page, language, number = sys.argv[1:]
blocks = re.findall(rf"^```{language}\n(.*?)^```$", open(page, encoding="utf-8").read(), re.M | re.S)
print(blocks[int(number) - 1], end="")
