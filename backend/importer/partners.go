package importer

// partnerFormats are tools that track creators and affiliates.
var partnerFormats = []*format{}
