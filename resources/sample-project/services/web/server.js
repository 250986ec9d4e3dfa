'use strict';

const path = require('path');
const compression = require('compression');
const express = require('express');

const accounts = require('./accounts');
const images = require('./images');

const app = express();
app.use(compression());
app.use(express.urlencoded({ extended: false }));
app.use('/static', express.static(path.join(__dirname, 'public')));
app.use('/accounts', accounts);
app.use('/images', images);

app.get('/', (request, response) => {
  response.sendFile(path.join(__dirname, 'views', 'index.html'));
});

const port = Number(process.env.PORT || 8080);
app.listen(port, () => console.log(`storefront on port ${port}`));
