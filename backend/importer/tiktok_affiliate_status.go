package importer

import "creatorlift/backend/shop"

// tiktokStage is what the status of a creator's order means and how far on its way the order is.
type tiktokStage struct {
	status shop.Status
	rank   int64
}

// tiktokStages are the words of Order Status in affiliate orders and of Order settlement status in partner
// orders, folded. The English, Thai and Japanese ones are those of described files, the others the words of
// the Seller Center or plain translations. Awaiting payment is about the commission: the order was paid.
var tiktokStages = func() map[string]tiktokStage {
	out := map[string]tiktokStage{}
	for _, s := range []struct {
		tiktokStage
		words []string
	}{
		{tiktokStage{shop.Excluded, 0}, []string{
			"unpaid by customer", "customer unpaid", "unpaid", "belum dibayar", "belum dibayar oleh pelanggan", "belum dibayar pelanggan",
			"ยังไม่ชำระเงิน", "chưa thanh toán", "未付款", "未払い", "sin pagar", "não pago",
		}},
		{tiktokStage{shop.Provisional, 1}, []string{
			"pending", "processing", "in progress", "unsettled", "not settled", "to be settled", "awaiting settlement",
			"awaiting payment", "awaitingpayment", "tertunda", "menunggu", "diproses", "sedang diproses", "รอดำเนินการ", "รอการชำระเงิน",
			"รอชำระ", "ยังไม่ชำระ", "đang chờ", "đang chờ xử lý", "chờ xử lý", "待处理", "待结算", "处理中", "保留中", "処理中", "未決済", "決済待ち", "支払い待ち",
			"pendiente", "pendente", "ausstehend", "en attente", "in attesa",
		}},
		{tiktokStage{shop.Provisional, 2}, []string{
			"shipped", "dikirim", "telah dikirim", "จัดส่งแล้ว", "đã gửi", "đã vận chuyển", "已发货", "発送済み", "enviado", "versandt",
			"expédié", "spedito",
		}},
		{tiktokStage{shop.Held, 3}, []string{
			"frozen", "on hold", "dibekukan", "ditangguhkan", "ถูกระงับ", "อายัด", "đóng băng", "bị đóng băng", "冻结", "已冻结", "凍結", "凍結中",
			"congelado", "congelada", "eingefroren", "gelé", "bloccato",
		}},
		{tiktokStage{shop.Counted, 4}, []string{
			"completed", "selesai", "เสร็จสมบูรณ์", "đã hoàn tất", "hoàn tất", "đã hoàn thành", "hoàn thành", "已完成", "完了", "completado",
			"concluído", "abgeschlossen", "terminé", "completato",
		}},
		{tiktokStage{shop.Counted, 5}, []string{
			"settled", "paid", "diselesaikan", "sudah dibayar", "dibayar", "ชำระแล้ว", "đã quyết toán", "đã thanh toán", "已结算", "決済済み",
			"支払い済み", "liquidado", "abgerechnet", "réglé", "liquidato",
		}},
		{tiktokStage{shop.Excluded, 5}, []string{
			"ineligible", "invalid", "canceled", "cancelled", "tidak memenuhi syarat", "dibatalkan", "ไม่มีสิทธิ์", "ยกเลิกแล้ว",
			"ยกเลิก", "không đủ điều kiện", "đã hủy", "đã huỷ", "不符合条件", "已取消", "対象外", "無効", "キャンセル", "キャンセル済み", "no apto", "no elegible",
			"cancelado", "não elegível", "inelegível", "nicht berechtigt", "storniert", "non éligible", "annulé", "non idoneo",
			"annullato",
		}},
	} {
		for _, word := range s.words {
			out[fold(word)] = s.tiktokStage
		}
	}
	return out
}()
