package importer

// simpleFormats are tables that a person makes or maps by hand.
var simpleFormats = []*format{
	ordersSimple,
	dailySimple,
}
