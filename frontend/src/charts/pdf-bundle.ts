// What the PDF needs of ECharts, as one script for a JavaScript engine without a browser. It sets one
// global, renderChart; the host gives widths of text through measureTextPx.
import { init, setPlatformAPI, use } from 'echarts/core';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { registerSeries } from './series';
import { tokenReviver } from './tokens';

declare const measureTextPx: (text: string, font: string) => number;
type StringPainter = { renderToString(opts: { cssAnimation: boolean; cssEmphasis: boolean }): string };

use([CustomChart, LineChart, ScatterChart, GridComponent, SVGRenderer]);
registerSeries();
setPlatformAPI({ measureText: (text: string, font?: string) => ({ width: measureTextPx(text, font ?? '12px Inter') }) });

// The painter is asked directly because the chart's own renderToSVGString adds style sheets for hovering.
const renderChart = (option: string, width: number, height: number): string => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(JSON.parse(option, tokenReviver('light'))); // paper is always light
  const painter = chart.getZr().painter as unknown as StringPainter;
  const svg = painter.renderToString({ cssAnimation: false, cssEmphasis: false });
  chart.dispose();
  return svg;
};

// The engine has no timers and a still picture needs none: what ECharts puts off (animation frames) is
// never needed, renderToString draws at once.
const never = (): number => 0;
Object.assign(globalThis, { renderChart, setTimeout: never, clearTimeout: never });
