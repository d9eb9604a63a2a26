package report

import (
	"math"
	"testing"
)

func TestFaceKnowsInter(t *testing.T) {
	t.Parallel()
	f := regular()
	for _, r := range "AaZz09$€£¥₹ÄéñŁжΩ−–…·\u00a0\u202f" {
		if !f.has(r) {
			t.Errorf("Inter should have %q (%U)", r, r)
		}
	}
	// hhea of the file: ascender 1984, descender -494, 2048 units to the em.
	if f.ascender != 1984.0/2048 || f.descender != -494.0/2048 {
		t.Errorf("ascender %v, descender %v", f.ascender, f.descender)
	}
	if a, b := f.width("AVA", 10, 0), f.width("A", 10, 0)*2+f.width("V", 10, 0); math.Abs(a-b) > 1e-9 {
		t.Errorf("width %v, want %v", a, b)
	}
	if f.width("$8,900", 12, -0.02) >= f.width("$8,900", 12, 0) {
		t.Error("negative tracking must narrow")
	}
}

func TestVisibleReplacesWhatInterLacks(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"maren.glow":      "maren.glow",
		"Zażółć":          "Zażółć",
		"美しい":             "???",
		"a\nb\tc":         "a b c",
		"x\u200d\u202ey":  "xy",
		"😀 fun":           "? fun",
		"bell\x07":        "bell?",
		"\xff":            "\ufffd",
		"12\u00a0%\u202f": "12\u00a0%\u202f",
	} {
		got := regular().visible(in)
		if in == "\xff" { // not UTF-8: shown as the replacement mark if Inter has it
			if got != "?" && got != "\ufffd" {
				t.Errorf("visible(%q) = %q", in, got)
			}
			continue
		}
		if got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseFaceRefusesDamage(t *testing.T) {
	t.Parallel()
	for name, ttf := range map[string][]byte{"empty": nil, "cut": interRegular[:5000], "head only": interRegular[:12]} {
		if _, err := parseFace("x", ttf); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
