import { useMutation } from '@tanstack/react-query';
import { answer, client, type Brand, type Schema } from '../../api/client';
import { say } from '../../app/toast';
import { inWindow, saveDownload } from '../../app/window';

/** useSavePDF prints the report and saves it: through the browser's downloads, or the window's own dialog. */
export const useSavePDF = (brand: Brand) =>
  useMutation({
    mutationFn: async (spec: Schema['ReportSpec']) => {
      const offered = await answer(client.POST('/api/brand/{brand}/reports/pdf', { params: { path: { brand } }, body: spec }));
      if (inWindow()) {
        const saved = await saveDownload(offered.path);
        if (saved) say(`Saved as ${saved}`);
        return;
      }
      const link = document.createElement('a');
      link.href = offered.path.replace(/^\//, './');
      link.download = offered.name;
      link.click();
      say(`${offered.name} is in your downloads (${offered.size}).`);
    },
  });
