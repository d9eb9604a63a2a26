package importer

import "creatorlift/backend/shop"

// tiktokStep is how far an order of TikTok Shop is on its way.
type tiktokStep int

const (
	tiktokUnpaid tiktokStep = iota
	tiktokToShip
	tiktokShipped
	tiktokDelivered
	tiktokCompleted
	tiktokCancelled
)

var tiktokShopStatus = [...]shop.Status{
	tiktokUnpaid: shop.Excluded, tiktokToShip: shop.Provisional, tiktokShipped: shop.Provisional,
	tiktokDelivered: shop.Counted, tiktokCompleted: shop.Counted, tiktokCancelled: shop.Excluded,
}

// tiktokStepWords are the words of Order Status and Order Substatus. The headers of the export are English
// everywhere, the words are in the language of the account: English, Vietnamese, Thai, Chinese, Indonesian,
// Malay, Spanish, Portuguese, German, French, Italian, Japanese. The Thai and Chinese ones, some of the
// Vietnamese and all of the English ones are those of described files; the others are the words of the
// Seller Center or plain translations.
var tiktokStepWords = map[tiktokStep][]string{
	tiktokUnpaid: {
		"unpaid", "chưa thanh toán", "chờ thanh toán", "ยังไม่ชำระเงิน", "ยังไม่ได้ชำระเงิน", "รอการชำระเงิน", "รอชำระเงิน", "未付款", "待付款",
		"未支付", "belum dibayar", "belum bayar", "menunggu pembayaran", "menunggu bayaran", "sin pagar", "no pagado", "pendiente de pago",
		"não pago", "aguardando pagamento", "pagamento pendente", "unbezahlt", "nicht bezahlt", "zahlung ausstehend", "impayé", "impayée",
		"non payé", "non payée", "en attente de paiement", "non pagato", "in attesa di pagamento", "未払い", "支払い待ち", "お支払い待ち",
	},
	tiktokToShip: {
		"to ship", "awaiting shipment", "awaiting collection", "on hold", "partially shipping", "processing", "pending", "ready to ship",
		"chờ vận chuyển", "cần gửi", "chờ gửi hàng", "chờ lấy hàng", "chờ xử lý", "đang chờ vận chuyển", "đang chờ lấy hàng", "tạm giữ",
		"ที่จะจัดส่ง", "ที่ต้องจัดส่ง", "รอจัดส่ง", "รอการจัดส่ง", "รอการรับ", "รอรับสินค้า", "รอการรับพัสดุ", "รอเข้ารับ", "พักไว้", "待发货",
		"待揽收", "待揽件", "待出货", "待取件", "待處理", "待出貨", "待發貨", "perlu dikirim", "menunggu pengiriman", "menunggu pengambilan", "siap dikirim",
		"ditahan", "untuk dihantar", "menunggu penghantaran", "menunggu kutipan", "por enviar", "pendiente de envío",
		"pendiente de recogida", "a enviar", "aguardando envio", "aguardando coleta", "para enviar", "zu versenden", "versand ausstehend",
		"wartet auf versand", "wartet auf abholung", "abholung ausstehend", "à expédier", "en attente d'expédition",
		"en attente d’expédition", "en attente de collecte", "da spedire", "in attesa di spedizione", "in attesa di ritiro", "発送待ち", "要発送",
		"出荷待ち", "集荷待ち", "未発送", "保留中",
	},
	tiktokShipped: {
		"shipped", "in transit", "out for delivery", "đã gửi", "đã gửi hàng", "đã vận chuyển", "đang vận chuyển", "đang giao",
		"đang giao hàng", "จัดส่งแล้ว", "อยู่ระหว่างการขนส่ง", "อยู่ระหว่างขนส่ง", "ระหว่างการขนส่ง", "ระหว่างขนส่ง", "กำลังจัดส่ง",
		"กำลังขนส่ง", "已发货", "运输中", "配送中", "已出货", "已發貨", "已出貨", "運輸中", "運送中", "dikirim", "sudah dikirim", "telah dikirim",
		"dalam perjalanan", "dalam pengiriman", "sedang dikirim", "dihantar", "telah dihantar", "dalam transit", "dalam penghantaran",
		"enviado", "enviada", "en tránsito", "en camino", "em trânsito", "a caminho", "versandt", "versendet", "unterwegs", "expédié",
		"expédiée", "en transit", "en cours de livraison", "spedito", "spedita", "in transito", "発送済み", "輸送中", "配達中", "出荷済み",
	},
	tiktokDelivered: {
		"delivered", "đã giao", "đã giao hàng", "giao hàng thành công", "đã giao thành công", "จัดส่งสำเร็จ", "จัดส่งสำเร็จแล้ว",
		"ส่งมอบแล้ว", "ได้รับสินค้าแล้ว", "已送达", "已签收", "已妥投", "已送達", "已簽收", "terkirim", "pesanan tiba", "tiba di tujuan", "sudah diterima",
		"telah diterima", "diterima", "berjaya dihantar", "entregado", "entregada", "entregue", "zugestellt", "geliefert", "livré",
		"livrée", "consegnato", "consegnata", "配達済み", "配達完了", "お届け済み", "配送済み",
	},
	tiktokCompleted: {
		"completed", "đã hoàn tất", "hoàn tất", "đã hoàn thành", "hoàn thành", "เสร็จสมบูรณ์", "เสร็จสิ้น", "เสร็จสิ้นแล้ว", "สำเร็จ",
		"สำเร็จแล้ว", "已完成", "完成", "交易完成", "selesai", "pesanan selesai", "completado", "completada", "finalizado", "finalizada",
		"concluído", "concluída", "abgeschlossen", "terminé", "terminée", "finalisée", "completato", "completata", "完了", "完了済み", "注文完了",
	},
	tiktokCancelled: {
		"canceled", "cancelled", "đã hủy", "đã huỷ", "ยกเลิกแล้ว", "ยกเลิก", "已取消", "交易关闭", "dibatalkan", "telah dibatalkan", "batal",
		"cancelado", "cancelada", "storniert", "abgebrochen", "annulé", "annulée", "annullato", "annullata", "キャンセル", "キャンセル済み", "キャンセル済",
	},
}

// tiktokSteps are the same words, folded.
var tiktokSteps = func() map[string]tiktokStep {
	out := map[string]tiktokStep{}
	for step, words := range tiktokStepWords {
		for _, word := range words {
			out[fold(word)] = step
		}
	}
	return out
}()

// tiktokCancels are the words of Cancelation/Return Type for an order that was called off.
var tiktokCancels = func() map[string]bool {
	out := map[string]bool{}
	for _, word := range []string{"cancel", "cancelation", "cancellation", "hủy", "huỷ", "hủy đơn", "ยกเลิก", "การยกเลิก", "取消", "pembatalan", "batal",
		"batalkan", "cancelar", "cancelación", "cancelamento", "stornierung", "annulation", "annullamento", "キャンセル"} {
		out[fold(word)] = true
	}
	return out
}()

// tiktokShopStage is how far an order is, by the further of its two folded statuses; cancelled by either, unpaid
// by the first. False if neither is known.
func tiktokShopStage(status, substatus string) (tiktokStep, bool) {
	step, known := tiktokSteps[status]
	sub, subKnown := tiktokSteps[substatus]
	switch {
	case !known:
		return sub, subKnown
	case !subKnown, step == tiktokUnpaid:
		return step, true
	}
	return max(step, sub), true
}
