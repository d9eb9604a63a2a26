package importer

import (
	"bytes"
	"context"
	"reflect"
	"testing"
)

// FuzzZip gives zip folders: whatever the bytes, each of their members ends in a report that adds up, and a
// second reading says the same.
func FuzzZip(f *testing.F) {
	orders, daily := simpleHead+"1,2026-10-01,1,USD\n", "date,unit,value\n2026-10-01,a,1\n"
	f.Add(zipped(f, "o_1.csv", orders, "o_2.csv", orders))
	f.Add(zipped(f, "orders.csv", orders, "daily.csv", daily, "__MACOSX/x", ""))
	f.Add(zipped(f, "in.zip", string(zipped(f, "a.csv", orders, "../b.csv", daily))))
	f.Add(zipped(f, "Dates.csv", "Date,Clicks,Impressions,CTR,Position\n2026-10-01,5,9,3%,1\n", "Filters.csv", "Filter,Value\nQuery,+a\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		opt := Options{Name: "f.zip", Zone: "UTC", Currency: "USD"}
		list, err := Members(context.Background(), fileOf(in), opt.Name)
		if err != nil || len(list) == 0 {
			t.Fatalf("%d members, %v", len(list), err)
		}
		for _, m := range append(list, Member{opt.Name, fileOf(in)}) {
			opt.Name = m.Name
			first, err := readAny(m.Source, opt)
			if err != nil {
				t.Fatal(err)
			}
			if second, err := readAny(m.Source, opt); err != nil || !reflect.DeepEqual(plainReport(first), plainReport(second)) {
				t.Fatalf("read again: %+v, %+v, %v", first, second, err)
			}
		}
	})
}

// FuzzSections holds that the tables of a file, the lines between them included, are each of its records.
func FuzzSections(f *testing.F) {
	f.Add([]byte("# a\nDate,Sessions\n20261001,5\n\n# b\nChannel,Sessions\nx,1\n"))
	f.Add([]byte("a\n\n\nb,c\n1,2\n#\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		s := newSections(sectioned, nil, false)
		rr := newRecordReader(bytes.NewReader(in), ',', '\n')
		n := 0
		for rec, err := rr.next(); err == nil; rec, err = rr.next() {
			s.take(rec)
			n++
		}
		s.close()
		end := 0
		for _, one := range s.all {
			if one.above < end || one.end <= one.above || one.rows >= one.end-one.above {
				t.Fatalf("%q: %+v after %d", in, one, end)
			}
			end = one.end
		}
		if s.seen != n || end > n {
			t.Fatalf("%q: %d records, %d seen, tables up to %d", in, n, s.seen, end)
		}
	})
}

// FuzzPeriod holds that a name gives no window that runs backwards, and no day that its text does not hold.
func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"2026-10-01 00 ~ 2026-10-31 23", "01/10/2026~31/10/2026", "EtsySoldOrders2026-10.csv", "_20261001_20261031_"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, order := range []dayOrder{orderUnknown, dayFirst, monthFirst} {
			if p, ok := findPeriod(in, order); ok && p.Days() < 1 {
				t.Fatalf("%q: %v", in, p)
			}
		}
	})
}
