# grants: fs.read={tmp}, fs.write={tmp}
# args: {tmp}
import os, sys, shutil, glob
from pathlib import Path, PurePosixPath
root = Path(sys.argv[1]); (root / "d").mkdir(); f = root / "d" / "a.txt"; f.write_text("hi\n")
print(f.read_text(), f.exists(), f.suffix, f.stem, sorted(p.name for p in root.rglob("*")), os.path.getsize(f), glob.glob("*.txt", root_dir=root / "d"))
shutil.copy(f, root / "b"); f.unlink(); shutil.rmtree(root / "d"); print(os.listdir(root), os.path.join("a", "..", "b"), os.path.normpath("a/../b"), PurePosixPath("/a/b").relative_to("/a"))
