package sample

import (
	"fmt"
	"time"

	"creatorlift/backend/shop"
)

// Zone is where the sample shop is: the zone of all its days.
const Zone = "America/New_York"

const (
	hour        = 3600
	dayLength   = 24 * hour
	standardLag = 5 * hour // Eastern Standard Time is UTC-5
)

// instant is Unix seconds UTC.
type instant int64

// The clock rule of the eastern United States since 2007: daylight time from the second Sunday of
// March, 2:00 standard, to the first Sunday of November, 2:00 daylight. It is written out here so
// that a machine without zone data makes the same files.

// at is the instant at which the shop's clock shows the given second of a day. The hour that is shown
// twice in November is the first; the hour missing in March becomes the hour after it.
func at(d shop.Day, second int) instant {
	t := instant(d)*dayLength + instant(second)
	if daylight(t + standardLag - hour) {
		return t + standardLag - hour
	}
	return t + standardLag
}

func daylight(t instant) bool {
	year, _, _ := shop.Day(t / dayLength).Date()
	start := instant(sunday(year, time.March, 8))*dayLength + 2*hour + standardLag
	end := instant(sunday(year, time.November, 1))*dayLength + 2*hour + standardLag - hour
	return t >= start && t < end
}

// sunday is the first Sunday on or after the given day of a month.
func sunday(year int, month time.Month, day int) shop.Day {
	d := shop.DayFrom(year, month, day)
	return d + shop.Day((7-d.Weekday())%7)
}

// local splits an instant into the shop's day, the second of that day and the offset from UTC.
func local(t instant) (d shop.Day, second, offset int) {
	offset = -standardLag
	if daylight(t) {
		offset += hour
	}
	t += instant(offset)
	return shop.Day(t / dayLength), int(t % dayLength), offset
}

// shopifyTime writes an instant as Shopify does: 2026-10-01 23:58:12 -0400.
func shopifyTime(t instant) string {
	d, s, offset := local(t)
	return fmt.Sprintf("%s %02d:%02d:%02d -%02d00", d, s/hour, s/60%60, s%60, -offset/hour)
}

// tiktokTime writes an instant as the affiliate export does, shop-local and with its TAB.
func tiktokTime(t instant) string {
	d, s, _ := local(t)
	year, month, day := d.Date()
	return fmt.Sprintf("%02d/%02d/%d %02d:%02d:%02d\t", day, month, year, s/hour, s/60%60, s%60)
}
