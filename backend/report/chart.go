package report

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Option is one ECharts option as pure JSON, without scripts. The screen and the PDF draw the same.
type Option map[string]any

// Marks of the custom series, as frontend/src/charts/series.ts reads them.
const (
	markFilled  = 0
	markClaimed = 1
	markDiamond = 2
	markHollow  = 3
)

// layout is where a chart will stand.
type layout struct {
	font   float64 // px of its words
	family string
	narrow bool    // a phone: no end labels, three x labels
	width  float64 // px that a range figure has at least
}

// in is the layout with its true width.
func (l layout) in(width float64) layout { l.width = width; return l }

// screenFamily is font.family of tokens.json: the screen has the variable font.
const screenFamily = "'Inter Variable', Inter, system-ui, sans-serif"

// The three places of a chart.
var (
	onPaper  = layout{font: 11, family: "Inter", width: 300}
	onScreen = layout{font: 12, family: screenFamily, width: 520}
	onPhone  = layout{font: 12, family: screenFamily, narrow: true, width: 280}
)

// figureFont is the size of the words under a range figure, px.
const figureFont = 12

// chart collects the series of one option in painting order and what go-echarts has no words for.
type chart struct {
	*charts.Custom
	layout
	payload map[int]map[string]any // by series: itemPayload
	below   map[int]float64        // by series: how many px its label is moved down
	dash    map[int][]float64      // by series: lineStyle.type as lengths
	grid    map[string]float64     // left, top, right, bottom in px
	xStep   int                    // every how manieth category gets a label; 0: no x labels
	yTicks  ticks
	yMarks  []string // labels of the ticks, from the bottom; nil for none
}

func newChart(l layout) *chart {
	c := &chart{Custom: charts.NewCustom(), layout: l, payload: map[int]map[string]any{}, below: map[int]float64{}, dash: map[int][]float64{}}
	c.SetGlobalOptions(charts.WithAnimation(false))
	return c
}

func (c *chart) last() int { return len(c.MultiSeries) - 1 }

// custom adds one of our named series.
func (c *chart) custom(series, colorToken string, rows [][]any) {
	data := make([]opts.CustomData, len(rows))
	for i, r := range rows {
		data[i] = opts.CustomData{Value: r}
	}
	c.customItems(series, colorToken, data)
}

func (c *chart) customItems(series, colorToken string, data []opts.CustomData) {
	c.AddSeries("", data, charts.WithItemStyleOpts(opts.ItemStyle{Color: ref(colorToken)}),
		charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.RenderItem = types.FuncStr(series)
			s.Animation = opts.Bool(false)
		}))
}

// lineLook is how a line is drawn; dash nil is solid.
type lineLook struct {
	colorToken string
	width      float32
	dash       []float64
}

// line adds a line; a nil among the values is a gap.
func (c *chart) line(name string, look lineLook, values []any) {
	l := charts.NewLine()
	data := make([]opts.LineData, len(values))
	for i, v := range values {
		data[i] = opts.LineData{Value: v}
	}
	l.AddSeries(name, data, charts.WithLineStyleOpts(opts.LineStyle{Color: ref(look.colorToken), Width: look.width}),
		charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false)}))
	c.Overlap(l)
	if look.dash != nil {
		c.dash[c.last()] = look.dash
	}
}

// note is a word at a place in axis units.
type note struct {
	x, y       any
	words      string
	colorToken string
	position   string // right, left, top, bottom, inside...
	weight     string
	size       float64
	align      string // of the words at their place; empty for the middle
	hidden     bool   // the symbol alone
}

// notes adds words at places, with a symbol or with none (""). The words are the items' names and the label is "{b}", so that a
// name from a file is text and never a template.
func (c *chart) notes(list []note, symbol string, symbolSize int) {
	for _, n := range list {
		s := charts.NewScatter()
		shape, fill := symbol, ref(n.colorToken)
		if shape == "" { // ECharts writes no label where there is no symbol at all
			shape, fill = "circle", "transparent"
		}
		s.AddSeries("", []opts.ScatterData{{Name: n.words, Value: []any{n.x, n.y}}},
			charts.WithItemStyleOpts(opts.ItemStyle{Color: fill, Opacity: opts.Float(1)}), // else words are at 0.8
			charts.WithLabelOpts(opts.Label{Show: opts.Bool(!n.hidden), Formatter: "{b}", Position: n.position,
				Color: ref(n.colorToken), FontWeight: n.weight, FontSize: float32(n.size), Align: n.align}),
			charts.WithSeriesOpts(func(s *charts.SingleSeries) {
				s.Symbol, s.SymbolSize = shape, symbolSize
				s.LabelLayout = &opts.LabelLayout{MoveOverlap: "shiftY"}
			}))
		c.Overlap(s)
	}
}

// option turns the chart into pure JSON and adds what go-echarts cannot say.
func (c *chart) option() Option {
	c.Validate()
	b, err := json.Marshal(c.JSON())
	if err != nil {
		panic(fmt.Sprintf("report: chart option: %v", err)) // only NaN can do this; callers pass nil for unknown
	}
	o := Option{}
	if err := json.Unmarshal(b, &o); err != nil {
		panic(fmt.Sprintf("report: chart option: %v", err))
	}
	for _, key := range []string{"legend", "title", "toolbox", "tooltip", "color"} {
		delete(o, key)
	}
	o["textStyle"] = map[string]any{"fontFamily": c.family, "fontSize": c.font}
	grid := map[string]any{"outerBoundsMode": "none"}
	for side, px := range c.grid {
		grid[side] = px
	}
	o["grid"] = grid
	for i, s := range o["series"].([]any) {
		s := s.(map[string]any)
		s["silent"] = true
		s["z"] = 2 + i
		if p := c.payload[i]; p != nil {
			s["itemPayload"] = p
		}
		if px, ok := c.below[i]; ok {
			s["label"].(map[string]any)["offset"] = []float64{0, px}
		}
		if d := c.dash[i]; d != nil {
			s["lineStyle"].(map[string]any)["type"] = d
		}
	}
	return o
}

// axisStyle is the part that all axes share.
func (c *chart) axisStyle(kind string, extra map[string]any) map[string]any {
	a := map[string]any{
		"type":      kind,
		"axisTick":  map[string]any{"show": false},
		"axisLine":  map[string]any{"show": false, "lineStyle": map[string]any{"color": ref("lineStrong"), "width": 1}},
		"splitLine": map[string]any{"show": false, "lineStyle": map[string]any{"color": ref("line"), "width": 1}},
		"axisLabel": map[string]any{"show": false, "color": ref("text3"), "fontSize": c.font, "fontFamily": c.family},
	}
	for k, v := range extra {
		a[k] = v
	}
	return a
}

// part is the inner map of an axis, to change a flag in.
func part(axis map[string]any, key string) map[string]any { return axis[key].(map[string]any) }

// timeAxes sets the axes of a chart over periods: a category for each period with every xStep-th
// labelled, values up the side with our own tick words. ECharts can format ticks by a script only, so
// the words sit on a second, categorical y axis with one category for each tick.
func (c *chart) timeAxes(o Option, names []string) Option {
	x := c.axisStyle("category", map[string]any{"data": names, "boundaryGap": false})
	part(x, "axisLine")["show"] = true
	part(x, "axisLine")["onZero"] = false
	part(x, "axisLabel")["show"] = c.xStep > 0
	part(x, "axisLabel")["interval"] = max(c.xStep-1, 0)
	part(x, "axisLabel")["margin"] = 9
	y := c.axisStyle("value", map[string]any{"min": c.yTicks.min, "max": c.yTicks.max, "interval": c.yTicks.step})
	part(y, "splitLine")["show"] = true
	words := c.axisStyle("category", map[string]any{"data": c.yMarks, "boundaryGap": false, "position": "left"})
	part(words, "axisLabel")["show"] = true
	part(words, "axisLabel")["interval"] = 0
	o["xAxis"], o["yAxis"] = []any{x}, []any{y, words}
	return o
}

// rowAxes sets the axes of a chart of rows: values along, one row for each name down. ticked draws
// hairlines at the ticks.
func (c *chart) rowAxes(o Option, rows int, along ticks, ticked bool) Option {
	x := c.axisStyle("value", map[string]any{"min": along.min, "max": along.max, "interval": along.step})
	part(x, "splitLine")["show"] = ticked
	part(x, "splitLine")["showMinLine"], part(x, "splitLine")["showMaxLine"] = false, false // the ends are no ticks
	y := c.axisStyle("category", map[string]any{"data": make([]string, rows), "inverse": true})
	o["xAxis"], o["yAxis"] = []any{x}, []any{y}
	return o
}

// ticks are the ends and the step of a value axis.
type ticks struct{ min, max, step float64 }

// niceTicks covers lo to hi with three to five steps of 1, 2, 2.5 or 5 times a power of ten.
func niceTicks(lo, hi float64) ticks {
	if !(hi > lo) {
		lo, hi = lo-1, lo+1
	}
	raw := (hi - lo) / 4
	base := math.Pow(10, math.Floor(math.Log10(raw)))
	step := base * 10
	for _, k := range []float64{1, 2, 2.5, 5} {
		if base*k >= raw*0.999 {
			step = base * k
			break
		}
	}
	return ticks{clean(math.Floor(lo/step+1e-9)*step, step), clean(math.Ceil(hi/step-1e-9)*step, step), clean(step, step)}
}

// clean removes the dust of floating point from a multiple of step, so that golden files hold.
func clean(v, step float64) float64 {
	scale := math.Pow(10, math.Max(0, 3-math.Floor(math.Log10(step))))
	return math.Round(v*scale)/scale + 0
}

// values lists the ticks from the bottom.
func (t ticks) values() []float64 {
	var out []float64
	for i := 0; t.min+float64(i)*t.step <= t.max+t.step/2; i++ {
		out = append(out, clean(t.min+float64(i)*t.step, t.step))
	}
	return out
}

// effectToken is the colour rule of a single range: effect only wholly above zero, bad only wholly
// below, else unsure.
func effectToken(lower, upper float64) string {
	switch {
	case lower > 0:
		return "effect"
	case upper < 0:
		return "bad"
	}
	return "unsure"
}

// bandToken is the tint that goes with effectToken.
func bandToken(name string) string {
	switch name {
	case "effect":
		return "effectBand"
	case "bad":
		return "badSoft"
	}
	return "unsureBand"
}
