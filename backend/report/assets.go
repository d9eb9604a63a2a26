package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
)

//go:embed assets/echarts.bundle.js
var echartsBundle string

//go:embed assets/Inter_400Regular.ttf
var interRegular []byte

//go:embed assets/Inter_500Medium.ttf
var interMedium []byte

//go:embed assets/Inter_600SemiBold.ttf
var interSemiBold []byte

//go:embed assets/tokens.json
var tokensJSON []byte

// schemes gives the colours of tokens.json by scheme ("light", "dark") and by what they mean.
var schemes = sync.OnceValue(func() map[string]map[string]string {
	var tokens struct {
		Color map[string]map[string]string `json:"color"`
	}
	if err := json.Unmarshal(tokensJSON, &tokens); err != nil {
		panic(fmt.Sprintf("report: tokens.json: %v", err))
	}
	return tokens.Color
})

// token returns the light colour with this meaning; the PDF is always light. A name that is not in
// tokens.json is our mistake.
func token(name string) string {
	hex, ok := schemes()["light"][name]
	if !ok {
		panic("report: no colour token " + name)
	}
	return hex
}

// ref names a colour inside an option. What draws the option puts its own scheme's colour there
// (frontend/src/charts/tokens.ts), so that light, dark and PDF draw the same option.
func ref(name string) string {
	token(name)
	return "cl:" + name
}

type rgb struct{ r, g, b int }

// parseHex reads #RRGGBB or #RGB.
func parseHex(s string) (rgb, error) {
	if len(s) == 4 && s[0] == '#' {
		s = string([]byte{'#', s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	if len(s) != 7 || s[0] != '#' {
		return rgb{}, fmt.Errorf("report: %q is not a colour", s)
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return rgb{}, fmt.Errorf("report: %q is not a colour", s)
	}
	return rgb{int(v >> 16), int(v >> 8 & 255), int(v & 255)}, nil
}

// color is token as the numbers that fpdf wants.
func color(name string) rgb {
	c, err := parseHex(token(name))
	if err != nil {
		panic(err.Error())
	}
	return c
}
