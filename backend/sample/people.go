package sample

import "fmt"

// The buyers: invented people with addresses at example.com and telephone numbers of the range kept
// for fiction. Some names hold what breaks careless readers.

var givenNames = []string{
	"Olivia", "James", "Zoë", "Wei", "Amara", "Priya", "Lucas", "Hannah", "Diego", "Chloe", "Marcus", "Yuki", "Sofía",
	"Grace", "Omar", "Renée", "Tyler", "Fatima", "Jack", "Elena", "Mary Ann", "Björn", "Kwame", "Isabel",
}

var familyNames = []string{
	"Smith", "Núñez", "O'Brien", "Johnson", "Nguyen", "Patel", "Williams", "Garcia", "Kim", "Müller", "Brown", "Davis",
	"Martínez", "Lopez", "Clark", "Lewis-Hall", "Walker", "Young", "Łukasik", "King", "Wright", "Scott", "de la Cruz",
}

var streets = []string{
	"Main St", "Oak Ave", "2nd St, Apt 4", "Maple Dr", "Cedar Ln # 12", `"Old Mill" Rd`, "Park Blvd", "Lake View Ct",
}

// notes are what buyers write; most write nothing.
var notes = []string{
	"please leave\nat the door", "Ring twice, \"Bob\" is slow", "It's a gift – no invoice please\n\nThank you!", "Gate code: 0417",
	"Apt 4,\nnot Apt 14",
}

func buyerName(n int) string {
	name := givenNames[n%len(givenNames)] + " " + familyNames[n/len(givenNames)%len(familyNames)]
	switch n % 47 {
	case 11:
		return familyNames[n%len(familyNames)] + ", " + givenNames[n%len(givenNames)]
	case 23:
		return givenNames[n%len(givenNames)] + ` "Bobby" ` + familyNames[n%len(familyNames)]
	default:
		return name
	}
}

func buyerEmail(n int) string { return fmt.Sprintf("buyer%05d@example.com", n+1) }

func buyerPhone(n int) string { return fmt.Sprintf("+1555555%04d", 100+n%100) }

func buyerStreet(n int) string { return fmt.Sprintf("%d %s", n%900+1, streets[n%len(streets)]) }

func noteOf(o *order) string {
	if o.note < len(notes) {
		return notes[o.note]
	}
	return ""
}
