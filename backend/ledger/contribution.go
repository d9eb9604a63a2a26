package ledger

// Margin is what an extra unit of net sales leaves before creators are paid, and what the creators
// cost. Shares are of net sales.
type Margin struct {
	ProductShare  float64
	FeeShare      float64
	ShippingShare float64 // shipping of an order over its net sales
}

// Share is what is left of a unit of net sales: contribution margin before creators.
func (m Margin) Share() float64 { return 1 - m.ProductShare - m.FeeShare - m.ShippingShare }

// Left is the money that an effect on net sales leaves after the creators' cost, in the effect's unit:
// contribution margin = effect x Share - cost. It is linear, so the ends of a range go through it as
// they are.
func (m Margin) Left(effect, cost float64) float64 { return effect*m.Share() - cost }

// BreakEven is the effect that pays the cost back; ok is false where sales leave nothing.
func (m Margin) BreakEven(cost float64) (effect float64, ok bool) {
	if share := m.Share(); share > 0 {
		return cost / share, true
	}
	return 0, false
}
