// Openapi prints the contract between the program and its screen; see build/generate.sh.
package main

import (
	"log"
	"os"

	"creatorlift/backend/api"
)

func main() {
	doc, err := api.OpenAPI()
	if err == nil {
		_, err = os.Stdout.Write(doc)
	}
	if err != nil {
		log.Fatal(err)
	}
}
