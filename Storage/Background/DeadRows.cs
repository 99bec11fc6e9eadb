using System.Data.Common;
using Dapper;

namespace Tallydesk.Background;

/// <summary>Changes a dead item in the table that keeps it.</summary>
public static class DeadRows
{
    /// <summary>Changes a dead item and keeps others from changing it until the transaction ends.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="table">The table; it has a column <c>attempts</c>.</param>
    /// <param name="columns">The columns of a <see cref="FailedWorkRow"/>.</param>
    /// <param name="where">The item, while it is dead.</param>
    /// <param name="change">What is set.</param>
    /// <param name="parameters">The parameters of <paramref name="where"/> and <paramref name="change"/>.</param>
    /// <returns>The item as it was; null when there is none that is dead.</returns>
    public static async Task<FailedWorkRow?> SetAsync(
        DbTransaction transaction,
        string table,
        string columns,
        string where,
        string change,
        object parameters
    )
    {
        // An update that changes nothing locks the row and answers what it was.
        var row = await transaction.Connection!.QuerySingleOrDefaultAsync<FailedWorkRow>(
            $"UPDATE {table} SET attempts = attempts WHERE {where} RETURNING {columns}",
            parameters,
            transaction
        );
        if (row is not null)
        {
            await transaction.Connection!.ExecuteAsync(
                $"UPDATE {table} SET {change} WHERE {where}",
                parameters,
                transaction
            );
        }

        return row;
    }
}
