// What the screen needs of ECharts: the same parts and series as the PDF, on a canvas, with the themes
// of both schemes. Import init from here, so that nothing is drawn before it is registered.
import { init, registerTheme, use } from 'echarts/core';
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { AxisPointerComponent, GridComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
import { registerSeries } from './series';
import { themeName, themeOf, type Scheme } from './themes';

use([CustomChart, LineChart, ScatterChart, AxisPointerComponent, GridComponent, CanvasRenderer]);
registerSeries();
const schemes: Scheme[] = ['light', 'dark'];
for (const scheme of schemes) registerTheme(themeName(scheme), themeOf(scheme));

export { init };
