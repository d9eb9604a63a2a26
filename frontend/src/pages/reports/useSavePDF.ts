import { useMutation } from '@tanstack/react-query';
import { answer, client, type Brand, type Schema } from '../../api/client';
import { saveOffer } from '../../app/saveOffer';

/** useSavePDF prints the report and saves it. */
export const useSavePDF = (brand: Brand) =>
  useMutation({
    mutationFn: async (spec: Schema['ReportSpec']) =>
      saveOffer(await answer(client.POST('/api/brand/{brand}/reports/pdf', { params: { path: { brand } }, body: spec }))),
  });
