/// Brings a database to the newest schema.
enum Migration {
    /// Refuses a newer database and one of another program; runs what is missing, each step in a transaction.
    ///
    /// `steps` are all there are, from the first on.
    static func run(on connection: Connection, _ steps: some Collection<String> = Schema.migrations) throws {
        let schema = try schema(of: connection)
        for (step, sql) in steps.enumerated().dropFirst(schema) {
            try connection.execute("BEGIN IMMEDIATE")
            do {
                try connection.execute(sql)
                try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
                try connection.execute("PRAGMA user_version = \(step + 1)")
                try connection.execute("COMMIT")
            } catch {
                try? connection.execute("ROLLBACK")
                throw error
            }
        }
    }

    /// The schema of a database, once it is known to be policyd's own and not newer than this policyd; 0 when empty.
    static func schema(of connection: Connection) throws -> Int {
        let schema = try connection.number("PRAGMA user_version")
        let application = try connection.number("PRAGMA application_id")
        let isEmpty = try connection.number("SELECT count(*) FROM sqlite_schema") == 0
        guard application == Schema.applicationID || (isEmpty && application == 0 && schema == 0) else {
            throw StoreError.foreignDatabase(path: connection.path)
        }
        guard schema <= Schema.newest else {
            throw StoreError.newerSchema(path: connection.path, schema: schema, newest: Schema.newest)
        }
        return schema
    }
}
