using System.Collections;
using Npgsql;
using NpgsqlTypes;

namespace Tallydesk.Storage.Postgres;

/// <summary>Parameters that each carry one column of many rows. The lists are refilled for each execution.</summary>
internal sealed class ArrayParameters(NpgsqlCommand command)
{
    private readonly List<IList> columns = [];

    /// <summary>Adds a column as the next parameter.</summary>
    public List<T> Add<T>(NpgsqlDbType elementType)
    {
        var column = new List<T>();
        command.Parameters.Add(
            new NpgsqlParameter<List<T>> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | elementType }
        );
        columns.Add(column);
        return column;
    }

    /// <summary>The parameters from one place on as rows: <c>unnest($4, $5, …)</c>.</summary>
    /// <param name="first">The first parameter's place, counted from 1.</param>
    public string RowsFrom(int first) =>
        $"unnest({string.Join(", ", Enumerable.Range(first, command.Parameters.Count - first + 1).Select(n => $"${n}"))})";

    /// <summary>The place of the parameter that would be added next, counted from 1.</summary>
    public int Next => command.Parameters.Count + 1;

    /// <summary>Empties all columns.</summary>
    public void Clear()
    {
        foreach (var column in columns)
        {
            column.Clear();
        }
    }
}
