package api

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"creatorlift/backend/shop"
)

// uploadPath is where the page sends a dropped file.
const uploadPath = "/api/brand/{brand}/inbox/files"

// maxUploadedName is the longest name of a dropped file, in bytes; Upload bounds the file itself.
const maxUploadedName = 1000

// Handler is the screen and its answers as one handler, the same for the window and for the browser,
// without the guard of the local server. It panics if dist cannot be read: it is part of the program.
func (s *Screen) Handler(dist fs.FS) http.Handler {
	screen, err := newAssets(dist)
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	s.routes(newAPI(mux))
	mux.HandleFunc("POST "+uploadPath, s.upload)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		writeRefusal(w, &refusalBody{Status: http.StatusNotFound, Code: "unknown_question", Message: "Creatorlift knows no such question.", Hint: "Reload the page."})
	})
	mux.Handle(downloadPath, s.downloads)
	mux.Handle("/", screen)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shield(w.Header())
		mux.ServeHTTP(w, r)
	})
}

// upload takes a dropped file as a stream: its bytes are the body, its name is in the query.
func (s *Screen) upload(w http.ResponseWriter, r *http.Request) {
	page, err := s.takeUpload(r)
	if err != nil {
		var refused *refusalBody
		errors.As(asHTTP(err), &refused)
		writeRefusal(w, refused)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(page) // a reader that is gone asks again
}

func (s *Screen) takeUpload(r *http.Request) (page InboxPage, err error) {
	defer Guard(&err)
	name, brand := r.URL.Query().Get("name"), Brand(r.PathValue("brand"))
	if r.Header.Get("Content-Type") != "application/octet-stream" || name == "" || len(name) > maxUploadedName || brand != OwnBrand && brand != SampleBrand {
		return page, &shop.Error{Code: "bad_upload", Message: "This is not how a file is sent to Creatorlift.", Hint: "Send its bytes as application/octet-stream and its name in the query."}
	}
	answer, err := s.Upload(r.Context(), brand, name, r.Body)
	if err != nil {
		return page, err
	}
	return answer.Body, nil
}

// describeUpload adds the upload to the contract: it is answered beside huma, which would hold the whole
// file in memory.
func describeUpload(doc *huma.OpenAPI) {
	maxLen, minLen := maxUploadedName, 1
	schemas := doc.Components.Schemas
	answer := func(of reflect.Type, contentType, what string) *huma.Response {
		return &huma.Response{Description: what, Content: map[string]*huma.MediaType{contentType: {Schema: schemas.Schema(of, true, "")}}}
	}
	doc.AddOperation(&huma.Operation{OperationID: "upload", Method: http.MethodPost, Path: uploadPath,
		Parameters: []*huma.Param{
			{Name: "brand", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{string(OwnBrand), string(SampleBrand)}}},
			{Name: "name", In: "query", Required: true, Schema: &huma.Schema{Type: huma.TypeString, MinLength: &minLen, MaxLength: &maxLen}},
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses: map[string]*huma.Response{
			"200":     answer(reflect.TypeFor[InboxPage](), "application/json", "OK"),
			"default": answer(reflect.TypeFor[refusalBody](), "application/problem+json", "Error"),
		}})
}
