"""A bundle is a bag for a validator that knows nothing of us, and a changed one is none."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import bagit

TARGET = pathlib.Path(os.environ["CARGO_TARGET_DIR"])
PIRCTL = TARGET / "debug" / ("pirctl.exe" if os.name == "nt" else "pirctl")


def run(*arguments):
    subprocess.run([str(PIRCTL), *map(str, arguments)], check=True, capture_output=True)


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.place.name) / "bundle"
        run("demo", cls.folder.parent / "demo")
        run("-C", cls.folder.parent / "demo", "bundle", "--out", cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def test_it_is_a_bag(self):
        bag = bagit.Bag(str(self.folder))
        bag.validate()
        self.assertEqual(bag.version_info, (1, 0))
        self.assertEqual(bag.info["Bag-Software-Agent"].split()[0], "pirctl")
        self.assertGreater(len(list(bag.payload_files())), 100)

    def test_one_byte_more_in_any_part_makes_it_none(self):
        files = ["bag-info.txt", "statement.json", "data/index.json", "data/site/index.html", "data/git/history.json"]
        for name in files:
            with self.subTest(name):
                path = self.folder / name
                before = path.read_bytes()
                path.write_bytes(before + b" ")
                try:
                    with self.assertRaises(bagit.BagError):
                        bagit.Bag(str(self.folder)).validate()
                finally:
                    path.write_bytes(before)


if __name__ == "__main__":
    unittest.main()
