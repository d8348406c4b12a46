// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('clusters', table => {
    table.comment('The Vault clusters that the portal knows');
    table
      .string('entity_ref', 255)
      .primary()
      .comment('The catalog entity that stands for the cluster');
    table.string('account', 12).notNullable();
    table.string('region', 32).notNullable();
    table.string('cluster', 100).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('release', 63).notNullable();
    table.string('owner', 255).notNullable();
    table.string('system', 255).nullable();
    table.text('ui_url').nullable();
    table.string('registered_at', 32).notNullable().comment('ISO 8601');
    table.unique(['account', 'region', 'cluster', 'namespace', 'release'], {
      indexName: 'clusters_coordinates_uniq',
    });
  });
  await knex.schema.createTable('observations', table => {
    table.comment('What the monitor saw last, to tell a change from a repeat');
    table
      .string('entity_ref', 255)
      .primary()
      .references('entity_ref')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.boolean('sealed').nullable();
    table.string('leader', 255).nullable();
    table.string('observed_at', 32).notNullable().comment('ISO 8601');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('observations');
  await knex.schema.dropTable('clusters');
};
