// Prints what go/types says that the names in files of Go mean: run in the folder of a module, with
// paths on standard input; a line of JSON for each.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

type definition struct {
	Path string `json:"path"`
	Line int    `json:"line"`
	Name string `json:"name"`
}

type use struct {
	Line        int          `json:"line"`
	Column      int          `json:"column"`
	Name        string       `json:"name"`
	Verdict     string       `json:"verdict"`
	Definitions []definition `json:"definitions,omitempty"`
	Optional    bool         `json:"optional,omitempty"`
}

type answer struct {
	Path  string  `json:"path"`
	Uses  []use   `json:"uses"`
	Error *string `json:"error"`
}

func main() {
	program := check(".")
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		if err := encoder.Encode(program.answer(lines.Text())); err != nil {
			panic(err)
		}
	}
}
