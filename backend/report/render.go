package report

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/dop251/goja"
)

// bundleProgram is the ECharts bundle, compiled once per process.
var bundleProgram = sync.OnceValues(func() (*goja.Program, error) {
	return goja.Compile("echarts.bundle.js", echartsBundle, true)
})

// renderer draws options with ECharts in a JavaScript engine of its own, so that nothing of one
// report reaches another. It must not be used by two goroutines at once.
type renderer struct {
	draw func(option string, width, height float64) (string, error)
}

func newRenderer() (*renderer, error) {
	program, err := bundleProgram()
	if err != nil {
		return nil, fmt.Errorf("report: compile the chart bundle: %w", err)
	}
	vm := goja.New()
	if err := vm.Set("measureTextPx", measureTextPx); err != nil {
		return nil, fmt.Errorf("report: prepare the chart engine: %w", err)
	}
	if _, err := vm.RunProgram(program); err != nil {
		return nil, fmt.Errorf("report: start the chart bundle: %w", err)
	}
	r := &renderer{}
	if err := vm.ExportTo(vm.Get("renderChart"), &r.draw); err != nil {
		return nil, fmt.Errorf("report: the chart bundle has no renderChart: %w", err)
	}
	return r, nil
}

// lineHeightProbe is the letter whose width ECharts takes for the height of a line.
const lineHeightProbe = "国"

// measureTextPx tells ECharts how wide a text is in the font that the PDF embeds.
func measureTextPx(text, font string) float64 {
	size, weight := fontOf(font)
	if text == lineHeightProbe {
		return size * 1.3
	}
	f := faceOf(weight)
	return f.width(f.visible(text), size, 0)
}

// scene draws one option at this size in px.
func (r *renderer) scene(o Option, width, height float64) (scene, error) {
	b, err := json.Marshal(o)
	if err != nil {
		return scene{}, fmt.Errorf("report: write a chart option: %w", err)
	}
	svg, err := r.draw(string(b), width, height)
	if err != nil {
		return scene{}, fmt.Errorf("report: draw a chart: %w", err)
	}
	return parseSVG(svg)
}
