// DefinitionFiles: the definitions of a `Schemas` directory. `LoadedDefinitions` reads YAML, Genericode and XML Schema; a faulty file is left
// out whole, with every fault named by file, line and column.
