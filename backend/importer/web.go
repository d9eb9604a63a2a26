package importer

// webFormats are web analytics, search and surveys.
var webFormats = []*format{}
