import unittest
class T(unittest.TestCase):
    def test_good(self): self.assertEqual(1, 1)
    def test_bad(self):
        with self.assertRaises(KeyError): {}[1]
        self.assertIn(1, [2])
    @unittest.skip("why")
    def test_skipped(self): pass
r = unittest.TestResult(); unittest.defaultTestLoader.loadTestsFromTestCase(T).run(r)
print(r.testsRun, len(r.failures), len(r.skipped), r.failures[0][1].splitlines()[-1])
