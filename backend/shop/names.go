package shop

// NameKind says what a Name is a name of. The kinds are kept in files as they stand here.
type NameKind string

// The first four are names of creators, the last is a name of a product.
const (
	HandleName NameKind = "handle" // as a platform or a partner tool writes it: lower case, without @
	CodeName   NameKind = "code"   // a discount code, upper case
	AdName     NameKind = "ad"     // the name of an ad, its id where it has none
	AnswerName NameKind = "answer" // what people wrote into a survey
	SKUName    NameKind = "sku"
)

// Name is one name of a creator or product, as the files write it. The zero Name is nobody's.
type Name struct {
	Kind NameKind
	Text string
}

// Main is the kind of the name under which names of this kind are counted: a creator's handle, a
// product's SKU. It is "" for a kind that is not one of those above.
func (k NameKind) Main() NameKind {
	switch k {
	case HandleName, CodeName, AdName, AnswerName:
		return HandleName
	case SKUName:
		return SKUName
	}
	return ""
}
