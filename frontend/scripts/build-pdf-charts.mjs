// Makes the committed assets of backend/report: the ECharts bundle and the Inter faces of the PDF, each
// with its licence. Runs the same on every machine: the drift check compares bytes.
import { build } from 'esbuild';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const frontend = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(frontend, 'node_modules');
const assets = process.argv[2] ?? join(frontend, '..', 'backend', 'report', 'assets');

await build({
  entryPoints: [join(frontend, 'src/charts/pdf-bundle.ts')],
  outfile: join(assets, 'echarts.bundle.js'),
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2015',
  charset: 'ascii',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: '/* Apache ECharts 6.1.0 (Apache-2.0), ZRender 6.1.0 (BSD-3-Clause), tslib (0BSD); see ECHARTS-LICENSE.txt. Generated, do not edit. */' },
  absWorkingDir: frontend,
});

const part = async (title, path) => `${title}\n\n${(await readFile(join(modules, path), 'utf8')).trim()}\n`;
const licences = await Promise.all([
  part('Apache ECharts: NOTICE', 'echarts/NOTICE'),
  part('Apache ECharts: LICENSE', 'echarts/LICENSE'),
  part('Parts of Apache ECharts that come from d3: LICENSE', 'echarts/licenses/LICENSE-d3'),
  part('ZRender: LICENSE', 'zrender/LICENSE'),
  part('tslib: LICENSE', 'tslib/LICENSE.txt'),
]);
await writeFile(join(assets, 'ECHARTS-LICENSE.txt'), licences.join(`\n${'='.repeat(78)}\n\n`));

for (const face of ['400Regular', '500Medium', '600SemiBold']) {
  await copyFile(join(modules, '@expo-google-fonts/inter', face, `Inter_${face}.ttf`), join(assets, `Inter_${face}.ttf`));
}
await copyFile(join(modules, '@expo-google-fonts/inter/LICENSE_FONT'), join(assets, 'INTER-OFL.txt'));
