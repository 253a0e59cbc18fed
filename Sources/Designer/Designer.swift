// Designer: the tools of form designers - try definitions on cases, derive broken inputs, explain, begin from what there is, bring in and
// hand out standard formats. All of it uses the pipeline the service runs; foreign bytes are opened in the reader.
