package experiment

import (
	"os"
	"strings"
	"testing"
)

// Every method stands in docs/methods.md with its assumption before its formula.
func TestMethodsAreDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/methods.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Methods() {
		_, section, found := strings.Cut(string(b), "\n## "+m.Name)
		section, _, _ = strings.Cut(section, "\n## ")
		if !found || (m.Name != "auto" && !strings.Contains(section, "**Assumes**")) {
			t.Errorf("docs/methods.md has no section %q that says what it assumes", m.Name)
		}
	}
}
