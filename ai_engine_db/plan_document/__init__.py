"""What a deploy would do, as a document: kept in a file, compared with what is found later, shown to people. Pure."""
